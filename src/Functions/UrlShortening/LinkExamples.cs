namespace Serverless.Functions.UrlShortening;

/// <summary>JSON of the URL shortener, for its description.</summary>
public static class LinkExamples
{
    public const string New = """{"url":"https://example.com/spring","alias":"spring-sale","expiresIn":"P30D","redirect":302,"title":"Spring sale","tags":["sale","spring"],"forwardQuery":true}""";

    public const string Change = """{"url":"https://example.com/summer","title":null,"tags":["sale","summer"]}""";

    public const string Restoration = """{"expiresIn":"P90D"}""";

    public const string Link =
        """
        {"key":"spring-sale","url":"https://example.com/spring","shortUrl":"http://localhost:7071/spring-sale","owner":"shop",
         "createdAt":"2026-11-23T10:00:00Z","expiresAt":"2026-12-23T10:00:00Z","redirect":302,
         "title":"Spring sale","tags":["sale","spring"],"forwardQuery":true}
        """;

    public const string Batch =
        """{"items":[{"status":201,"link":""" + Link + ""","etag":"\"r-3fJ5kQ0c1xWmZb2T\""},{"status":400,"problem":""" + Refused + "}]}";

    public const string Page = """{"items":[""" + Link + """],"continuation":null}""";

    public const string Stats =
        """
        {"clicks":3,"bots":1,"days":[{"date":"2026-11-23","clicks":3,"bots":1}],
         "referrers":[{"host":"","clicks":2},{"host":"news.example","clicks":1}],"referrerError":0}
        """;

    private const string Refused =
        """
        {"type":"urn:problem-type:serverless:invalid-request","title":"The request has invalid fields.","status":400,
         "detail":"Correct the fields named in 'errors' and send it again.","errors":{"url":["must be absolute and begin with http:// or https://."]}}
        """;
}
