using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;

namespace Serverless.Functions.UrlShortening.Administration;

/// <summary>What became of one link of a batch: the link, or a problem.</summary>
public sealed record LinkBatchItem(
    int Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] LinkResponse? Link = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ProblemDetails? Problem = null);
