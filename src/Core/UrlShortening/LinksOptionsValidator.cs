using Microsoft.Extensions.Options;

namespace Serverless.Core.UrlShortening;

/// <summary>Refuses settings that would make wrong links, at start rather than at the first request.</summary>
[OptionsValidator]
public sealed partial class LinksOptionsValidator : IValidateOptions<LinksOptions>;
