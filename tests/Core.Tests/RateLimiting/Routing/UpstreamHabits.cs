namespace Serverless.Core.Tests.RateLimiting.Routing;

/// <summary>How servers read what others read differently.</summary>
[Flags]
internal enum UpstreamHabits
{
    None = 0,

    /// <summary>Cuts off what follows a semicolon in a segment.</summary>
    StripsParameters = 1 << 0,

    /// <summary>Takes dots and spaces off the ends of segments.</summary>
    Trims = 1 << 1,
    DecodesTwice = 1 << 2,

    /// <summary>Reads overlong UTF-8 and <c>%u0041</c>.</summary>
    DecodesLeniently = 1 << 3,
    BackslashIsSlash = 1 << 4,
    ResolvesDots = 1 << 5,
    CollapsesSlashes = 1 << 6,
    IgnoresCase = 1 << 7,
    DecodesBeforeItSplits = 1 << 8,

    /// <summary>Looks for the query after it has decoded.</summary>
    LooksForQueryLate = 1 << 9,
    EndsAtNull = 1 << 10,

    /// <summary>Takes look-alikes for letters.</summary>
    Composes = 1 << 11,
    IgnoresCaseOfMethods = 1 << 12,

    /// <summary>Looks for a route before it decodes.</summary>
    RoutesUndecoded = 1 << 13,
    All = (1 << 14) - 1,
}
