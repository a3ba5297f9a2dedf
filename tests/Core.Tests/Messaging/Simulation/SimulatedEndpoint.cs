using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Serverless.Core.Messaging;
using Serverless.Core.Storage;

namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>The endpoint, as an instance reaches it: requests and answers get lost or take long, some messages are refused, some come at a bad time.</summary>
internal sealed class SimulatedEndpoint(World world, Random random, int instance) : HttpMessageHandler
{
    private const int Moods = 40;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = await request.Content!.ReadAsByteArrayAsync(CancellationToken.None);
        try
        {
            return await world.Gate.CallAsync(instance, () => Answer(request.Headers, body)).WaitAsync(cancellationToken);
        }
        catch (StoreUnavailableException exception)
        {
            throw new HttpRequestException("The connection broke.", exception);
        }
    }

    private HttpResponseMessage Answer(HttpRequestHeaders headers, byte[] body)
    {
        var place = headers.GetValues("webhook-id").Single().Split('_');
        var stream = new StreamId(place[1], int.Parse(place[2], CultureInfo.InvariantCulture));
        var delivered = new Delivered(world.Push, stream, long.Parse(place[3], CultureInfo.InvariantCulture), "");
        world.Ledger.Received(delivered, JsonElement.Parse(body).GetProperty("data").GetRawText(), wasConfirmed: false);
        // Where only the order varies, what waits for an endpoint would hide what nobody is on the way to.
        var status = world.Gate.IsOpen || world.IsCalm ? HttpStatusCode.NoContent : random.Next(Moods) switch
        {
            < 32 => HttpStatusCode.NoContent,
            < 35 => HttpStatusCode.ServiceUnavailable,
            < 37 => HttpStatusCode.BadRequest,
            < 39 => HttpStatusCode.TooManyRequests,
            _ => HttpStatusCode.Gone,
        };
        if (status == HttpStatusCode.NoContent)
        {
            world.Ledger.AckSent(delivered);
        }

        var answer = new HttpResponseMessage(status);
        answer.Headers.RetryAfter = status == HttpStatusCode.TooManyRequests ? new RetryConditionHeaderValue(Pause) : null;
        return answer;
    }
}
