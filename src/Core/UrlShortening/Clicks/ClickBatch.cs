namespace Serverless.Core.UrlShortening.Clicks;

/// <summary>Clicks that an instance takes to the store, and may have to take there again.</summary>
/// <param name="Instance">Who counted them.</param>
/// <param name="Number">Rises with each batch of the instance; the same when it is sent again.</param>
/// <param name="Clicks">Each slot once.</param>
public sealed record ClickBatch(string Instance, long Number, IReadOnlyList<ClickCount> Clicks);
