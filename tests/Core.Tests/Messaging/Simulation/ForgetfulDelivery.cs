using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Publishing;

namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>A planted bug: every third commit is neither delivered nor told of.</summary>
internal sealed class ForgetfulDelivery(IInlineDelivery inner) : IInlineDelivery
{
    private int offers;

    public bool IsOn => inner.IsOn;

    public async Task<FanOutMessage?> OfferAsync(StreamId stream, long next) => ++offers % 3 == 0 ? null : await inner.OfferAsync(stream, next);
}
