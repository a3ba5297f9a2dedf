using System.Text.Json.Serialization;

namespace Serverless.Client.Http;

/// <summary>JSON of problem documents.</summary>
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(string))]
internal sealed partial class ProblemJson : JsonSerializerContext
{
    public static ProblemJson Web { get; } = new(ClientJsonOptions.Create());
}
