namespace Serverless.Core.Access;

/// <summary>A key as it is created; the secret can't be had again.</summary>
public sealed record NewApiKey(ApiKey Key, string Secret);
