using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Serverless.Client;

/// <summary>The messages of a subscription as a loop reads them.</summary>
internal static class SubscriptionStream
{
    public static async IAsyncEnumerable<ReceivedMessage> ReadAsync(
        SubscriptionsClient api,
        SubscriptionPlace place,
        SubscribeOptions options,
        TimeProvider time,
        ILogger logger,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        options.Validate();
        await using var consumer = new SubscriptionConsumer(api, place, options, time, logger);
        consumer.Start();
        while (true)
        {
            var message = await consumer.NextAsync(cancellationToken);
            yield return message;

            // Here the loop has moved on; if it was left instead, only disposal follows.
            consumer.MoveOn(message);
        }
    }
}
