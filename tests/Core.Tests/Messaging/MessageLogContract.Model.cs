using CsCheck;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Log;

namespace Serverless.Core.Tests.Messaging;

/// <summary>Every <see cref="IMessageLog"/> agrees with a list of numbers, whatever is done to it.</summary>
public abstract partial class MessageLogContract
{
    private static readonly Gen<Step[]> Steps = Gen.Select(
        Gen.Enum<Change>(), Gen.Int[1, 5], Gen.Int[0, 30], (change, count, at) => new Step(change, count, at)).Array[1, 25];

    private enum Change
    {
        Commit,
        CommitStale,
        Seal,
        Trim,
        Read,
    }

    [Fact]
    public Task Agrees_with_a_list_after_any_steps() => Steps.SampleAsync(RunModelAsync, iter: 60);

    private async Task RunModelAsync(Step[] steps)
    {
        var model = new Model(SampleMessages.Topic().Streams().First());
        foreach (var step in steps)
        {
            await ApplyAsync(model, step);
            Assert.Equal(model.Next, (await Log.FindHeadAsync(model.Stream, Cancel)).Head.Next);
        }
    }

    private async Task ApplyAsync(Model model, Step step)
    {
        var head = await Log.FindHeadAsync(model.Stream, Cancel);
        switch (step.Change)
        {
            case Change.Commit:
                Assert.NotNull(await Log.TryCommitAsync(CommitOf(head, step.Count), Cancel));
                model.Entries.Add((model.Next, step.Count));
                model.Next += step.Count;
                model.Stale = head;
                break;
            case Change.CommitStale when model.Stale is { } stale:
                Assert.Null(await Log.TryCommitAsync(CommitOf(stale, step.Count), Cancel));
                break;
            case Change.Seal:
                Assert.Equal(head.Head.Segment + 1, (await Log.TrySealAsync(head, Cancel))?.Head.Segment);
                break;
            case Change.Trim:
                Assert.True(await Log.TrimAsync(model.Stream, step.At, Cancel));
                model.Entries.RemoveAll(entry => entry.First + entry.Count <= step.At);
                break;
            case Change.Read:
                var read = await Log.ReadAsync(model.Stream, step.At, step.Count, Cancel);
                Assert.Equal(model.Read(step.At, step.Count), read.Select(entry => (entry.First, entry.Count)));
                Assert.All(read.SelectMany(entry => MessagePacking.Unpack(model.Stream, entry).Messages), IsWhatItsNumberSays);
                break;
        }
    }

    private static void IsWhatItsNumberSays(StoredMessage message) => Assert.Equal($"{message.Sequence}", SampleMessages.Text(message));

    private sealed record Step(Change Change, int Count, int At);

    private sealed class Model(StreamId stream)
    {
        public StreamId Stream => stream;

        public long Next { get; set; } = 1;

        public StoredHead? Stale { get; set; }

        public List<(long First, int Count)> Entries { get; } = [];

        public IEnumerable<(long First, int Count)> Read(long from, int messages)
        {
            var holds = Entries.FindIndex(entry => entry.First <= from && from < entry.First + entry.Count);
            return holds < 0 ? [] : Entries.Skip(holds).TakeWhile(entry => entry.First <= from || entry.First - from < messages);
        }
    }
}
