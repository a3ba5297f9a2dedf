namespace Serverless.Core.Tests.RateLimiting;

/// <summary>Names that callers may have, and that have moved keys, split commands or ended strings elsewhere.</summary>
internal static class HostileCallers
{
    public static readonly string[] Names =
    [
        "}", "{}", "{", "}{", "{a}b", "a", "a\0", "a\0b", "\r\nFLUSHALL\r\n", " ", "*", "rl:{x}:y", "😀", "é", "e\u0301", "\ud800", "\ud801", "\udc00",
        "\ufffd", new('x', 10_240), new('x', 10_241), new('}', 10_240),
    ];
}
