using System.Text.Json.Serialization;
using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Callers;

namespace Serverless.Functions.RateLimiting.Callers;

/// <summary>A caller's record as it is answered.</summary>
public sealed record CallerResponse(string Kind, string Id, string Plan, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Note)
{
    public static CallerResponse Of(CallerRecord record) => new(EnumNames.Of(record.Kind), record.Id, record.Plan, record.Note);
}
