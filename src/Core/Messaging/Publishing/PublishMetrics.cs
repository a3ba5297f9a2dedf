using System.Diagnostics.Metrics;

namespace Serverless.Core.Messaging.Publishing;

/// <summary>What an operator can see of publishing.</summary>
public sealed class PublishMetrics
{
    public const string MeterName = "Serverless.Messaging";
    public const string Messages = "serverless.messages.published";

    private readonly Counter<long> messages;
    private readonly Counter<long> commits;
    private readonly Counter<long> repeats;

    public PublishMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        messages = meter.CreateCounter<long>(Messages, "{message}", "Messages that publishers sent, by what became of them.");
        commits = meter.CreateCounter<long>("serverless.messages.commits", "{commit}", "Commits to the log; messages that come together share one.");
        repeats = meter.CreateCounter<long>("serverless.messages.commit.repeats", "{attempt}", "Attempts to commit that had to be repeated, by reason.");
    }

    public void CountMessages(PublishStatus status, int count = 1) =>
        messages.Add(count, new KeyValuePair<string, object?>("result", NameOf(status)));

    public void CountConflict() => repeats.Add(1, new KeyValuePair<string, object?>("reason", "conflict"));

    public void CountLostAnswer() => repeats.Add(1, new KeyValuePair<string, object?>("reason", "unanswered"));

    internal void CountCommit(PreparedCommit prepared)
    {
        var published = prepared.Commit?.Entry.Count ?? 0;
        if (published > 0)
        {
            commits.Add(1);
            CountMessages(PublishStatus.Published, published);
        }

        if (prepared.Results.Length > published)
        {
            CountMessages(PublishStatus.Duplicate, prepared.Results.Length - published);
        }
    }

    private static string NameOf(PublishStatus status) => status switch
    {
        PublishStatus.Published => "published",
        PublishStatus.Duplicate => "duplicate",
        PublishStatus.Scheduled => "scheduled",
        PublishStatus.Overloaded => "overloaded",
        PublishStatus.Gone => "gone",
        _ => "unavailable",
    };
}
