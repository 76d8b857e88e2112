-- Asset first: whoever asks for one asks for its past, whatever its kind; and for the last entry of a type.
DROP INDEX journal_by_asset;
CREATE INDEX journal_by_asset ON journal (asset, sequence);
CREATE INDEX journal_by_asset_and_type ON journal (asset, type, sequence);
