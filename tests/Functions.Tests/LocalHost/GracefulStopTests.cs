using System.Net.Http.Headers;
using System.Text;
using Serverless.Functions.Tests.EndToEnd;
using Serverless.LocalHost.Hosting;

namespace Serverless.Functions.Tests.LocalHost;

/// <summary>A stop lets what is under way finish.</summary>
public sealed class GracefulStopTests
{
    [Fact]
    public async Task Answers_a_request_that_was_in_flight_when_the_stop_came()
    {
        using var folder = new TempFolder();
        string shortUrl;
        await using (var cluster = await LocalCluster.StartAsync("--port", "0", "--data", folder.Path))
        {
            using var body = new HeldBody("""{"url":"https://example.com/"}""");
            // The body is asked for by the function: from then on the request is under way there too.
            using var http = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromMinutes(1) }) { BaseAddress = cluster.Addresses[0] };
            http.DefaultRequestHeaders.ExpectContinue = true;
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", cluster.AdminKey!.Key);
            var answering = http.PostAsync("/api/links", body, TestContext.Current.CancellationToken);
            await body.HalfSent.WaitAsync(TestContext.Current.CancellationToken);

            var stopping = cluster.DisposeAsync().AsTask();
            Assert.False(stopping.IsCompleted);
            body.SendTheRest();
            using var answer = await answering;
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
            shortUrl = answer.Headers.Location!.OriginalString;
            await stopping;
        }

        await using var restarted = await LocalCluster.StartAsync("--port", "0", "--data", folder.Path);
        using var client = new ApiClient(restarted.Addresses[0], restarted.AdminKey!.Key);
        using var shown = await client.GetAsync(shortUrl);
        Assert.Equal(HttpStatusCode.OK, shown.Status);
    }

    /// <summary>A request body of which the second half is held back.</summary>
    private sealed class HeldBody(string text) : HttpContent
    {
        private readonly TaskCompletionSource half = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource rest = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly byte[] bytes = Encoding.UTF8.GetBytes(text);

        public Task HalfSent => half.Task;

        public void SendTheRest() => rest.SetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(bytes.AsMemory(0, bytes.Length / 2));
            await stream.FlushAsync();
            half.SetResult();
            await rest.Task;
            await stream.WriteAsync(bytes.AsMemory(bytes.Length / 2));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = bytes.Length;
            return true;
        }
    }
}
