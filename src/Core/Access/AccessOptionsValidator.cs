using Microsoft.Extensions.Options;

namespace Serverless.Core.Access;

/// <summary>Refuses an admin key that could not be sent in a header.</summary>
[OptionsValidator]
public sealed partial class AccessOptionsValidator : IValidateOptions<AccessOptions>;
