namespace Serverless.Client;

/// <summary>What has to be there for a write to be done. Where it is not, the write fails with 412 and changes nothing.</summary>
public sealed class WriteCondition
{
    private const string Any = "*";

    private WriteCondition(string header, string value) => (Header, Value) = (header, value);

    /// <summary>Nothing: what is written is new.</summary>
    public static WriteCondition IsNew { get; } = new("If-None-Match", Any);

    /// <summary>Anything: what is written replaces something.</summary>
    public static WriteCondition Exists { get; } = new("If-Match", Any);

    internal string Header { get; }

    internal string Value { get; }

    /// <summary>What has this tag, as it was answered: nobody has changed it since.</summary>
    public static WriteCondition Has(string etag) => new("If-Match", etag);
}
