# SPDX-License-Identifier: Apache-2.0
"""Writes what a real Python makes of format specs and templates: one JSON object per line.

    python3.11 vectors/python_format.py server/src/test/resources/template/python_format.jsonl

Made with CPython 3.11.7. Each row has "template", "variables" and either "expected" or "error".
The rows are the same in every run: the random ones come from a fixed seed. Left out on purpose
is where templates differ from str.format: positional fields, names that are no identifiers,
widths and precisions above 10,000, digits as the key of a map (JSON has no other keys than
strings) and the methods of Python's types as attributes.
"""

import itertools
import json
import random
import sys


class Record(dict):
    """A JSON object whose keys are also attributes."""

    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


ROWS = []
SEEN = set()


def row(template, variables):
    written = json.dumps(variables)
    if (template, written) in SEEN:
        return
    SEEN.add((template, written))
    read = json.loads(written, object_hook=Record)
    made = {"template": template, "variables": variables}
    try:
        made["expected"] = template.format(**read)
    except Exception as error:  # every refusal is a result
        made["error"] = f"{type(error).__name__}: {error}"
    ROWS.append(made)


def spec(value, *specs):
    for each in specs:
        row("{x:" + each + "}" if each else "{x}", {"x": value})


def strings():
    for value in ["", "abc", "naïve", "日本語", "a😀b", "two words"]:
        spec(value, "", "s", "10", ">10", "^9s", "*<8", ".2", "08.1", "é^11", "😀>7")
    spec("abc", "<", ">2", "^4", "^5", "<5.2s", ">5.0", "0", "05", "<05", "0>5", "=^7", "<<5",
        ">>5", "^^5")
    spec("abc", "x<10", "{{<10", "0<010", " >6", "\t>5", "10.", ".", "10.5.2", "5 ", "-", "+", " ",
        "z", "#")
    spec("abc", "=10", "*=10", ",", "_", "10,", "d", "f", "x", "c", "n", "e", "g", "%", "b", "q",
        "y10", "S")
    spec("abc", "+s", "#s", ",s", "_s", "zs", "<s", "s<", "ss", "10s", "s10", ".10s", "٥", "<٥",
        ".٢")


def integers():
    values = [0, 1, -1, 7, -42, 255, 1000, -1234567, 2**31, -(2**63), 2**64 + 1, -(10**30)]
    specs = ["", "d", "+d", " ", ",", "_", "b", "#b", "o", "#o", "x", "#x", "#X", "_x", "08",
        "+08,", "#012x"]
    for value, each in itertools.product(values, specs):
        spec(value, each)
    spec(1234, *[f"0{width}," for width in range(1, 14)])
    spec(-1234, *[f"0{width}_" for width in range(5, 13)])
    spec(48879, *[f"#0{width}_x" for width in range(5, 14)])
    spec(42, "5", "<5", "^5", ">5", "=5", "*<6", "*^6", "*>6", "*=+6", "0<6", "0=6", "0^+6", "-",
        "-5", "=+05")
    spec(42, "c", "5c", "<5c", "05c", "^5c", "+c", " c", "-c", "#c", ",c", "_c", ".2c", "zc", "n",
        ",n", "+n", "6n")
    spec(42, ".2", ".2d", "z", "zd", "s", "5s", "q", ",b", ",x", ",o", ",X", "_b", "_o", "_X",
        ",_", "_,", ",,", "__")
    spec(42, "e", ".2f", "08.3f", "%", ".1%", "g", "G", "E", "F", ",.2f", "#g", "#.0f", "+e",
        ".0e", "_.1f", "zf")
    spec(128512, "c", "3c", "*^3c", "😀>4c")
    spec(1114111, "c")
    spec(1114112, "c")
    spec(-1, "c")
    spec(10**400, "", "d", ",", "x", "f", "e", "%", "c")
    spec(2**53 + 1, ".1f", "e", ".17g", "f", "g", "n")
    spec(10**22, ",", "_", ",f", ".3e", "030,d")
    spec(99999, "g", ".4g", ".1g", "G", "n", ".3n")
    for truth in (True, False):
        spec(truth, "", "d", "5", "<7", "05", "s", "10s", "b", "#x", "c", ".1f", "%", "+", "n",
            ",", "e", "z", ".2")


FLOATS = [0.0, -0.0, 0.5, 1.5, 2.5, 2.675, -1.005, 1e16, 1e-5, 5e-324, 1.7976931348623157e308,
    123456.789]
SPECIAL = [float("nan"), float("inf"), float("-inf")]


def floats():
    specs = ["", "f", "e", "g", "%", ".0f", ".1f", ".2f", ".3", ".0e", "#.0f", "#g", "z.1f", "n",
        "+.2e", "012,.1f"]
    for value, each in itertools.product(FLOATS, specs):
        spec(value, each)
    for value in SPECIAL:
        spec(value, "", "f", "F", "E", "G", "e", "g", "%", "n", "10", "010", "<10", "+", " ", "z",
            "#", ".2", ",", "=+9")
    traps = [0.125, 0.375, 1.125, 1e15, 1e17, 1e21, 1e22, 1e23, 9.5, 99.5, 999999.5, 9999995.0,
        0.00001234, 0.0001, 2e-323]
    for value in traps + [123456789012345680.0, 4.35, 0.1 + 0.2, 1 / 3, 2**53 + 0.0, 1e100,
        2.2250738585072014e-308]:
        spec(value, "", ".0f", ".2f", ".15g", ".17g", ".3g", "g")
    spec(3.14159, "10", "<10.2f", "^10.2f", ">10.2f", "*^+12.3f", "=+10.1f", "0=+10.1f", "010",
        "+010.2f", " .1f", "-.1f")
    spec(1234567.891, ",", "_", ",.2f", "_.2f", "015,.2f", "016,.2f", "017,.2f", ",.0f", ",e",
        ",g", ",.3g", ",%", "_%", ",n")
    spec(1234567.891, "#", "#.3", "#.0e", "#.3g", "#.10g", ".0g", ".1g", "G", ".2E", "E", "F",
        ".3n", "#.0%", "%", ".0%")
    spec(1.5, "d", "x", "X", "b", "o", "c", "s", "q", "5s", ",d", "_x", ".d", ".", "5.", "=",
        "1f2", "ff", "f2", "2.f", "f.2")
    spec(-0.001, "z.1f", ".1f", "z.3f", "z.0e", "zg", "z%", "z.1%", "z", "z+.1f", "z .1f", "+z.1f",
        " z.1f", "z08.1f")
    spec(-0.0, "z", "z+", "+", "zf", "zg", "ze", "z%", "z.0f", "zn", "z05", "zd", "zs", "#z", "z#",
        "z#.0f")
    spec(1e300, "f", ".3f", "%", ",.0f", "_f", ".20e", "g", ".400g", "#.30g")
    spec(5e-324, ".330f", ".1080f", ".20e", ".3g", ".800g")
    spec(1e308, "%", ".1%", "z%")
    spec(0.3, ".20f", ".55f", ".60f", ".60g", "#.60g", ".25%", "+.30e")
    spec(100.0, "", "g", ".2", ".3", ".4", "#.3", "#g", ".0", ".1", "n", ".2g", "#.2g", "e", ".0e",
        "#.0e")
    for exponent in range(-6, 19, 2):
        spec(float(f"1.25e{exponent}"), "", "g", ".3", ".5", "#.4g", ".0f", ",")


def others():
    spec(None, "", "5", "s", ">10", "d")
    spec([1, "a", None, True, 2.0], "", ">40", "s")
    spec({"a": 1, "b": {"c": [1.5, "x"]}}, "", "5", "s")
    spec([], "", "<5")
    spec({}, "")
    for value in ["it's", 'say "hi"', "both ' and \"", "back\\slash", "a\nb\tc\r", "\x00\x1f\x7f",
        "\xa0\xad", "é😀\u200b"]:
        row("{x!r}", {"x": value})
        row("{x!a}", {"x": value})
        row("{x}", {"x": [value]})
    for value in [None, True, 1, -0.0, 1e16, [1, [2, {"k": "v"}]], {"é": "ü"}, "日本", "©½ÿ",
        "\ue000\u2028\u3000", "\U000e0001"]:
        row("{x!r}", {"x": value})
        row("{x!s}", {"x": value})
        row("{x!a:>30}", {"x": value})


PERSON = {
    "user": {"name": "Ada", "age": 36, "tags": ["math", "engine"], "address": {"city": "London",
        "zip": "W1"}},
    "items": [{"price": 9.99, "name": "pen"}, {"price": 120.5, "name": "lamp"}],
    "config": {"max tokens": 10, "model.name": "m-1", "a:b": 1, "k}": 2, "k!": 3, "-1": 4},
    "name": "Grace",
    "n": 1234567,
    "price": 2.675,
    "width": 12,
    "precision": 3,
    "fill": "*",
    "align": "^",
    "kind": "f",
    "spec": ">10",
    "empty": "",
    "none": None,
    "matrix": [[1, 2], [3, 4]],
    "größe": 5,
    "_private": 1,
    "x1": "y",
}


def templates():
    for template in [
        "", "no fields", "{name}", "Hello {name}!", "{name}{name}", "{name} {n}", "{{", "}}",
        "{{}}", "{{name}}",
        "{{{name}}}", "{{{{name}}}}", "{{{{{name}}}}}", "a{{b}}c{name}d", "}}{{", "{name}}}",
        "{{{name}", "\n{name}\n",
        "{user.name}", "{user[name]}", "{user.age:>5}", "{user.tags[0]}", "{user.tags[1]:>10}",
        "{user[tags][0]}",
        "{user.address.city}", "{user[address].zip}", "{user.address[city]!r}",
        "{items[0].price:.1f}",
        "{items[1][name]:*^10}", "{items[0]}", "{items}", "{user.tags}", "{user.address}",
        "{matrix[1][0]}",
        "{matrix[0][1]:03d}", "{config[max tokens]}", "{config[model.name]}", "{config[a:b]}",
        "{config[k}]}",
        "{config[k!]}", "{name[0]}", "{name[4]}", "{name[0]!r}", "{user.name[2]}", "{größe}",
        "{_private}", "{x1}",
        "{name!s}", "{name!r}", "{name!a}", "{name!r:>10}", "{n!s:>10}", "{n!r:_<10}",
        "{price!s:.3}", "{none}",
        "{none!r}", "{none!s:>6}", "{price:.{precision}f}", "{n:{width}}", "{n:{width},}",
        "{name:{fill}{align}{width}}",
        "{price:{width}.{precision}{kind}}", "{name:{spec}}", "{name:{empty}}", "{n:{empty}}",
        "{none:{empty}}",
        "{name:{fill}>{width}}", "{price:{fill}^{user.age}.{precision}}", "{name:{spec!s}}",
        "{name:>{width}}",
        "{n:>{precision}{width}}", "{n:0{width}_}", "{name:{width:d}}", "{price:.{matrix[0][1]}f}",
        "{name:{fill}<{width:>4}}",
        "{n:,} {price:.2f} {name:>10} {{literal}} {user.name!r}", "{name:}", "{name!r:}",
        "{n:d}{n:x}{n:b}",
        '{{"name": "{name}", "age": {user.age}}}', '{{"a": {{"b": {n}}}}}', "emoji 😀 {name} é",
        "{empty}", "{empty:>3}",
        "{name:{{<10}", "{name:}}<10}", "{name:{spec}{empty}}",
        # refused
        "{", "}", "{name", "name}", "{name}}", "{{name}", "{name}{", "}{name}", "{name!}",
            "{name!x}", "{name!rr}",
        "{name!r", "{name:", "{name!r:>10", "{name:>10", "{name:{width}", "{name:{width",
        "{name:{width:{n}}}",
        "{user.}", "{user..name}", "{user[]}", "{user[name}", "{user[name]x}", "{user[name]]}",
        "{na{me}",
        "{missing}", "{user.missing}", "{user[missing]}", "{items[2]}", "{items[-1]}",
        "{items[x]}", "{items.name}",
        "{name.first}", "{n.real_part}", "{n[0]}", "{none[0]}", "{none.name}", "{name[9]}",
        "{name[x]}",
        "{missing:>10}", "{name:{missing}}", "{name:.2f}", "{n:s}", "{user:>10}", "{items:d}",
        "{none:>5}",
        "{price:{name}}", "{name:{none}}", "{name:{n!r:s}z}", "{name:{price:d}}",
        "{items[99999999999999999999]}",
        "{price!r:.2f}", "{n!s:d}", "{n!a:,}", "{user.name[0].x}", "{name:{fill}{fill}{width}}",
    ]:
        row(template, PERSON if "{" in template else {})


def randoms():
    chance = random.Random(311)
    fills = ["", "", "*", "0", " ", "é", "<"]
    for _ in range(260):
        align = chance.choice(["", "", "<", ">", "^", "="])
        fill = chance.choice(fills) if align else ""
        parts = [fill + align, chance.choice(["", "", "+", "-", " "]), chance.choice(["", "", "",
            "z"])]
        parts += [chance.choice(["", "", "#"]), chance.choice(["", "0"]), chance.choice(["",
            str(chance.randint(1, 30))])]
        parts += [chance.choice(["", "", ",", "_"]), chance.choice(["", "." + str(chance.randint(0,
            25))])]
        parts += [chance.choice(["", "b", "c", "d", "e", "E", "f", "F", "g", "G", "n", "o", "s",
            "x", "X", "%"])]
        if chance.random() < 0.6:  # most rows are to have a text
            parts[7] = parts[7] if parts[8] in "eEfFgG%" else ""
            parts[6] = parts[6] if parts[8] in "deEfFgG%" else ""
            parts[2] = parts[2] if parts[8] in "eEfFgG%" and parts[8] else ""
        number = chance.uniform(-1, 1) * 10 ** chance.randint(-12, 24)
        value = chance.choice([number, number, int(number), chance.randint(0, 1200), "text"])
        spec(value, "".join(parts))
    for _ in range(60):
        number = chance.choice([-1, 1]) * chance.random() * 10 ** chance.randint(-300, 300)
        spec(number, chance.choice(["", "", ".17g", ".16g", "g", "e"]))


def main():
    strings()
    integers()
    floats()
    others()
    templates()
    randoms()
    assert sys.version_info[:2] == (3, 11), "the rows are those of CPython 3.11"
    with open(sys.argv[1], "w", encoding="ascii") as file:
        for each in ROWS:
            file.write(json.dumps(each) + "\n")
    refused = sum("error" in each for each in ROWS)
    print(f"{len(ROWS)} rows, {refused} of them refused")


main()
