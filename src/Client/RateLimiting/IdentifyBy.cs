namespace Serverless.Client;

/// <summary>The values of <see cref="RateLimitRule.IdentifyBy"/>: whom a rule takes for one caller.</summary>
public static class IdentifyBy
{
    /// <summary>Who has the same user name.</summary>
    public const string User = "user";

    /// <summary>Who has the same API key.</summary>
    public const string ApiKey = "apiKey";

    /// <summary>Who has the same address.</summary>
    public const string Ip = "ip";

    /// <summary>All together.</summary>
    public const string Global = "global";

    /// <summary>Who sends the same value of a header.</summary>
    public static string Header(string name) => $"header:{name}";
}
