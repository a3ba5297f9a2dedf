using Serverless.Core.Messaging.Publishing;

namespace Serverless.Functions.Messaging.Publishing;

/// <summary>What became of the messages of a request, in their order.</summary>
public sealed record PublishResponse(IReadOnlyList<PublishResponseItem> Results)
{
    public static PublishResponse Of(IReadOnlyList<PublishResult> results) => new([.. results.Select(PublishResponseItem.Of)]);
}
