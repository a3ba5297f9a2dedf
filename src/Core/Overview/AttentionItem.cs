namespace Serverless.Core.Overview;

/// <summary>Something that an operator should look at.</summary>
/// <param name="Kind">Such as <c>growing-backlog</c>.</param>
/// <param name="Resource">What it is about, such as <c>subscription</c>.</param>
/// <param name="Name">Of that; of a subscription with its topic's, as <c>orders/mail</c>.</param>
/// <param name="Text">A sentence for people.</param>
/// <param name="Link">The console's page on it, as the fragment of its address; null for none.</param>
/// <param name="Topic">Whoever may neither manage nor read this topic is not told; null for what any key may know.</param>
public sealed record AttentionItem(string Kind, string Resource, string Name, string Text, string? Link, string? Topic = null);
