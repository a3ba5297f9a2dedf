using Serverless.Core.Messaging;

namespace Serverless.Functions.Messaging;

/// <summary>What became of the messages of a request, in their order.</summary>
public sealed record PublishAnswer(IReadOnlyList<PublishAnswerItem> Results)
{
    public static PublishAnswer Of(IReadOnlyList<PublishResult> results) => new([.. results.Select(PublishAnswerItem.Of)]);
}
