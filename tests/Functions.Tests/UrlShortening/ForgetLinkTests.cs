using Microsoft.Extensions.DependencyInjection;
using Serverless.Core.Storage;
using Serverless.Core.UrlShortening.Following;
using Serverless.Core.UrlShortening.Forgetting;
using Serverless.Functions.Tests.EndToEnd;
using Serverless.Functions.UrlShortening.Forgetting;
using Serverless.LocalHost.Hosting;

namespace Serverless.Functions.Tests.UrlShortening;

/// <summary>The messages that have changed links forgotten are carried out, and are sent again by the poison queue's function.</summary>
[Trait(TestHost.Trait, TestHost.Local)]
public sealed class ForgetLinkTests
{
    private static readonly ForgetLink Message = new("forgotten", "of a row that is gone", new DateTimeOffset(2026, 11, 30, 0, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Marks_the_key_and_tells_every_instance()
    {
        await using var started = await StartAsync();
        using var received = new ReceivedInvalidations(started.Cluster.Services[0]);
        await started.SendAsync(ForgetLink.Queue, Message.ToString());
        await received.NextAsync().WaitAsync(TimeSpan.FromSeconds(60), Cancel);
        Assert.True((await started.Get<ISharedLinkCache>().FindAsync(Message.Key)).IsMark);
    }

    [Fact]
    public async Task Sends_again_what_failed_at_every_try()
    {
        await using var started = await StartAsync();
        var queue = new HeardQueue();
        var forgetter = ActivatorUtilities.CreateInstance<LinkForgetter>(started.Cluster.Services[0], queue);
        var functions = ActivatorUtilities.CreateInstance<ForgetLinkFunctions>(started.Cluster.Services[0], forgetter);
        await functions.RepeatAsync(Message.ToString(), Cancel);
        await functions.RepeatAsync("nonsense", Cancel);
        Assert.Equal((ForgetLink.Queue, Message.Again().ToString(), Message.Again().Delay), Assert.Single(queue.Sent));
    }

    [Fact]
    public async Task Passes_over_what_is_no_message()
    {
        await using var started = await StartAsync();
        using var received = new ReceivedInvalidations(started.Cluster.Services[0]);
        await started.SendAsync(ForgetLink.Queue, "nonsense");
        await started.SendAsync(ForgetLink.Queue + PoisonMessages.Suffix, "nonsense");
        await started.SendAsync(ForgetLink.Queue, Message.ToString());
        await received.NextAsync().WaitAsync(TimeSpan.FromSeconds(60), Cancel);
    }

    private static async Task<Started> StartAsync()
    {
        var folder = new TempFolder();
        var started = new Started(folder, await LocalCluster.StartAsync(["--port", "0", "--data", folder.Path, .. await Backing.ArgumentsAsync(folder.Path)]));
        await started.Get<LinkInvalidationListener>().Listening.WaitAsync(Cancel);
        return started;
    }

    private sealed class HeardQueue : IWorkQueue
    {
        public List<(string Queue, string Text, TimeSpan Delay)> Sent { get; } = [];

        public Task SendAsync(string queue, string message, TimeSpan delay, CancellationToken cancellationToken)
        {
            Sent.Add((queue, message, delay));
            return Task.CompletedTask;
        }
    }

    private sealed record Started(TempFolder Folder, LocalCluster Cluster) : IAsyncDisposable
    {
        public T Get<T>()
            where T : notnull => Cluster.Services[0].GetRequiredService<T>();

        public Task SendAsync(string queue, string text) => Get<IWorkQueue>().SendAsync(queue, text, TimeSpan.Zero, Cancel);

        public async ValueTask DisposeAsync()
        {
            await Cluster.DisposeAsync();
            Folder.Dispose();
        }
    }
}
