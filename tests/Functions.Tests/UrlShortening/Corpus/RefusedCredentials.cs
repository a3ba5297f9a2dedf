namespace Serverless.Functions.Tests.UrlShortening.Corpus;

/// <summary>Authorities with a user, a password or only the at sign.</summary>
internal static class RefusedCredentials
{
    public static readonly string[] Users =
    [
        "@", ":@", "user@", "user:@", ":pw@", "user:pw@", "user:p:w@", "user%40example.org@", "us%65r:p%77@", "a@b@", "@@", "example.org@", "www.example.org:443@", "192.0.2.1@", "[2001:db8::1]@", "user;x=1@", "*@", "%@", "!$&'()*+,;=@", "{user}@", "-@", "<a>@", "anonymous:a@b.test@",
    ];

    private static readonly string[] Tails = ["example.com", "example.com/", "example.com:80/?q#f", "192.0.2.1/", "[2001:db8::1]/", "", "/", "?x"];

    public static IEnumerable<CorpusUrl> All() =>
        from user in Users
        from tail in Tails
        select new CorpusUrl($"https://{user}{tail}", false, "credentials in the authority");
}
