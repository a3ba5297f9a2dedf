using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace Serverless.Core.Tests.Messaging.Push;

/// <summary>Endpoints on virtual time: an answer takes as long as the test says, and the clock goes on by that.</summary>
internal sealed class SimulatedEndpoints(FakeTimeProvider time) : HttpMessageHandler
{
    private readonly Lock gate = new();

    public List<SimulatedRequest> Requests { get; } = [];

    /// <summary>What endpoints do with a request; the default answers at once with 204.</summary>
    public Func<SimulatedRequest, HttpResponseMessage> Answer { get; set; } = _ => new HttpResponseMessage(HttpStatusCode.NoContent);

    /// <summary>Requests that are never answered.</summary>
    public Predicate<SimulatedRequest> Hangs { get; set; } = _ => false;

    /// <summary>Numbers that an endpoint has accepted, in the order of the requests.</summary>
    public IEnumerable<int> Accepted(string path) => Requests.Where(request => request.Path == path && request.IsAccepted).SelectMany(request => request.Numbers);

    /// <summary>Lets time pass while a request is under way.</summary>
    public void Take(TimeSpan latency) => time.Advance(latency);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        var seen = new SimulatedRequest(
            request.Method, request.RequestUri!.AbsolutePath, time.GetUtcNow(), NumbersOf(body),
            request.Headers.ToDictionary(header => header.Key, header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase));
        lock (gate)
        {
            Requests.Add(seen);
        }

        if (Hangs(seen))
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
        }

        lock (gate)
        {
            var response = Answer(seen);
            // The clock has gone on: an answer that comes too late is none.
            cancellationToken.ThrowIfCancellationRequested();
            seen.IsAccepted = response.IsSuccessStatusCode;
            return response;
        }
    }

    private static int[] NumbersOf(byte[] body)
    {
        if (body.Length == 0)
        {
            return [];
        }

        var json = JsonElement.Parse(body);
        var events = json.ValueKind == JsonValueKind.Array ? json.EnumerateArray().ToArray() : [json];
        return [.. events.Select(item => item.GetProperty("data").GetProperty("number").GetInt32())];
    }
}
