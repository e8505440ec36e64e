using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace BambuCloud.Client.Tests;

/// <summary>Makes JSON of every kind, and answers that hold it in every place.</summary>
internal static class OddJson
{
    private const int BatchSize = 50;

    private static readonly string[] Numbers =
    [
        "0", "-0", "1", "-1", "2", "8", "100", "101", "1003", "2147483647", "2147483648", "-2147483649", "9223372036854775807",
        "9223372036854775808", "-9223372036854775809",
        "253402300799", "253402300800", "99999999999999", "0.1", "-0.5", "1e-400", "1e15", "1e18", "9.3e18", "1e308", "1e400", "-1e400",
        "1.7976931348623157e308", "12345678901234567890123456789012345678901234567890",
    ];

    private static readonly string[] Texts =
    [
        "", " ", "0", "1", "-1", "true", "False", "NaN", "Infinity", "1e400", "0x1F", "success", "ACTIVE", "running", "offline", "\n", "\0",
        "\uFFFF", "\uD83D\uDE00", "\u202Eabc",
        "2024-10-18T10:00:00Z", "2024-11-17 06:12:33", "2024-10-18T10:00:00+14:00", "0001-01-01T00:00:00Z", "0001-01-02T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00", "2024-13-45", "24:00", "1729245600", "1729245600000",
        "01.10", "01.9", "01.08.02.00", "1", "1.2.3.4.5", "99999999999.0", "-1.0", "٣.٤",
        "http://127.0.0.1:0/", "http://127.0.0.1:9/a?Signature=f00d", "http://127.0.0.1:9/%", "http://[::1]:9/",
        "http://user:word@127.0.0.1:9/", "https://", "https:///a", "http://127.0.0.1:99999/", "file:///etc/hosts", "mailto:a@b", "//a/b",
        "x:", "..", "?", "#",
    ];

    private static readonly string[] Shared =
        ["data", "code", "message", "error", "details", "devices", "hits", "tasks", "total", "value", "urls", "projects", "notifications",
            "jobs", "additional", "Additional", "$ref", "$type", "$id", "$values", "", "__proto__"];

    /// <summary>Halves of surrogate pairs have no text in .NET, so they stand here as JSON.</summary>
    private static readonly string[] HalfPairs = ["\"\\uD800\"", "\"a\\uDC00\\uD800\"", "\"\\ud83d\""];

    private static readonly Gen<string> Text = Gen.Frequency(
        (6, Gen.Elements(Texts).Select(Quote)),
        (2, ArbMap.Default.GeneratorFor<string>().Select(text => Quote(text ?? ""))),
        (1, Gen.Elements(HalfPairs)),
        (1, Gen.Elements(Numbers).Select(Quote)));

    private static readonly Gen<string> Number = Gen.OneOf(
        Gen.Elements(Numbers),
        ArbMap.Default.GeneratorFor<long>().Select(number => number.ToString(CultureInfo.InvariantCulture)),
        ArbMap.Default.GeneratorFor<NormalFloat>().Select(number => number.Get.ToString("R", CultureInfo.InvariantCulture)));

    private static readonly Gen<string> Huge = Gen.Elements(
        $"\"{new string('a', 70_000)}\"",
        $"\"https://127.0.0.1:9/{new string('a', 66_000)}\"",
        new string('9', 5_000),
        new string('[', 60) + new string(']', 60),
        new string('[', 70) + new string(']', 70),
        string.Concat(Enumerable.Repeat("{\"data\":", 58)) + "{}" + new string('}', 58),
        $"[{string.Join(',', Enumerable.Repeat("null", 3_000))}]");

    private static readonly Gen<string> Name = Gen.Frequency(
        (8, Gen.Elements(Endpoint.All.SelectMany(endpoint => endpoint.Names).Concat(Shared).Distinct().ToArray()).Select(Quote)),
        (1, Text));

    /// <summary>Any JSON value.</summary>
    public static Gen<string> Value { get; } = Gen.Frequency((40, Nested(3)), (1, Huge));

    /// <summary>An endpoint's answers, each with one to three oddities.</summary>
    public static Gen<OddCase> AnswerTo(Endpoint endpoint) =>
        Gen.Elements(endpoint.Samples.ToArray()).SelectMany(Changed, (_, answer) => new OddCase(endpoint, answer));

    /// <summary>Any error answer of any endpoint.</summary>
    public static Gen<OddCase> Error { get; } =
        from endpoint in Gen.Elements(Endpoint.All.ToArray())
        from status in Gen.Choose(400, 599)
        from type in Gen.Elements("application/json", "text/html", "text/plain; charset=utf-16", "image/png", "odd")
        from sample in Gen.Elements(
        [
            """{"code":1001,"message":"Invalid token","error":"TOKEN_INVALID","details":{"reason":"gone"}}""",
            """{"message":"permission denied","code":8,"error":"Resource forbidden"}""",
            "<html><title>Just a moment...</title></html>",
            "",
            .. endpoint.Samples,
        ])
        from answer in Changed(sample)
        select new OddCase(endpoint, answer) { Status = status, ContentType = type };

    public static Arbitrary<OddBatch> Batches(Gen<OddCase> one) =>
        Arb.From(one.ArrayOf(BatchSize).Select(cases => new OddBatch(cases)), batch => batch.Simpler());

    /// <summary>So many batches hold so many cases.</summary>
    public static int BatchesFor(int cases) => (cases + BatchSize - 1) / BatchSize;

    private static Gen<OddAnswer> Changed(string sample) =>
        from count in Gen.Frequency((5, Gen.Constant(1)), (2, Gen.Constant(2)), (1, Gen.Constant(3)))
        from changes in Change().ArrayOf(count)
        select new OddAnswer(sample, changes);

    private static Gen<Change> Change() =>
        from kind in Gen.Frequency(
            (10, Gen.Constant(Oddity.Replace)), (2, Gen.Constant(Oddity.Drop)), (1, Gen.Constant(Oddity.RepeatBefore)),
            (2, Gen.Constant(Oddity.RepeatBehind)),
            (3, Gen.Constant(Oddity.Insert)), (1, Gen.Constant(Oddity.Cut)), (1, Gen.Constant(Oddity.Damage)))
        from place in Gen.Choose(0, 1_000_000)
        from name in Name
        from value in Value
        select new Change(kind, place, name, value);

    private static Gen<string> Nested(int depth)
    {
        Gen<string> plain = Gen.Frequency((1, Gen.Elements("null", "true", "false")), (2, Number), (3, Text));
        if (depth == 0)
        {
            return plain;
        }
        Gen<string> inner = Nested(depth - 1);
        Gen<int> count = Gen.Choose(0, 3);
        Gen<string> member = Name.SelectMany(_ => inner, (name, value) => $"{name}:{value}");
        return Gen.Frequency(
            (6, plain),
            (1, count.SelectMany(inner.ArrayOf).Select(items => $"[{string.Join(',', items)}]")),
            (2, count.SelectMany(member.ArrayOf).Select(members => $"{{{string.Join(',', members)}}}")));
    }

    private static string Quote(string text)
    {
        StringBuilder json = new("\"");
        foreach (char character in text)
        {
            json.Append(character is >= ' ' and <= '~' and not ('"' or '\\') ? character.ToString() : $"\\u{(int)character:x4}");
        }
        return json.Append('"').ToString();
    }
}
