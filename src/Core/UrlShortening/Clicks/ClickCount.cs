namespace Serverless.Core.UrlShortening.Clicks;

/// <summary>How many clicks came to a slot.</summary>
public readonly record struct ClickCount(ClickSlot Slot, long Clicks);
