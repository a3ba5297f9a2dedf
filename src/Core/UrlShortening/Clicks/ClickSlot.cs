namespace Serverless.Core.UrlShortening.Clicks;

/// <summary>What clicks are counted by.</summary>
/// <param name="Nonce">Of the link: a key issued again starts from zero.</param>
/// <param name="Day">UTC.</param>
/// <param name="Referrer">As <see cref="ReferrerHost"/> gives it.</param>
public readonly record struct ClickSlot(string Key, string Nonce, DateOnly Day, string Referrer);
