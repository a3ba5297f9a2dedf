using Microsoft.Extensions.Options;

namespace Serverless.Core.Messaging.Webhooks;

/// <summary>Ends the start when a setting of push delivery can't be used.</summary>
[OptionsValidator]
public sealed partial class PushOptionsValidator : IValidateOptions<PushOptions>;
