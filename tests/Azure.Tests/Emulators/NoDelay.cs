using Azure;
using Azure.Core;

namespace Serverless.Azure.Tests.Emulators;

/// <summary>Lets requests be repeated at once.</summary>
internal sealed class NoDelay() : DelayStrategy(TimeSpan.Zero, jitterFactor: 0)
{
    protected override TimeSpan GetNextDelayCore(Response? response, int retryNumber) => TimeSpan.Zero;
}
