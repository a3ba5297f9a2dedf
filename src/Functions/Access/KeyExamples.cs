namespace Serverless.Functions.Access;

/// <summary>JSON of the API keys, for their description.</summary>
public static class KeyExamples
{
    public const string New = """{"owner":"shop","scopes":["links","publish:orders-*"],"expiresAt":"2036-01-01T00:00:00Z"}""";

    public const string Created = """{"id":"9dDnYcAVTdq3","owner":"shop","scopes":["links","publish:orders-*"],"createdAt":"2026-11-23T10:00:00Z","expiresAt":"2036-01-01T00:00:00Z","key":"slk_TTe-GdKs0NPhOHAFai8892y6qrc8fVVBQ7_mHzTaakg"}""";

    public const string Page = """{"items":[{"id":"9dDnYcAVTdq3","owner":"shop","scopes":["links"],"createdAt":"2026-11-23T10:00:00Z","expiresAt":null}],"continuation":null}""";
}
