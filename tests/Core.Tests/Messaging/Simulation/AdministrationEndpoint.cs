using System.Net;
using System.Text.Json;
using Serverless.Core.Storage;

namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>The endpoint of every pushed subscription: it agrees to deliveries, and sometimes can't take one.</summary>
internal sealed class AdministrationEndpoint(World world, AdministrationLedger ledger, Random random, int instance) : HttpMessageHandler
{
    private static readonly double[] FailureRates = [0.02, 0.12, 0.12, 0.5, 0.9];

    private readonly double failureRate = FailureRates[random.Next(FailureRates.Length)];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is { } content ? await content.ReadAsByteArrayAsync(CancellationToken.None) : [];
        try
        {
            return await world.Gate.CallAsync(instance, () => Answer(request, body)).WaitAsync(cancellationToken);
        }
        catch (StoreUnavailableException exception)
        {
            throw new HttpRequestException("The connection broke.", exception);
        }
    }

    private HttpResponseMessage Answer(HttpRequestMessage request, byte[] body)
    {
        var answer = new HttpResponseMessage(HttpStatusCode.NoContent);
        if (request.Method == HttpMethod.Options)
        {
            answer.Headers.Add("WebHook-Allowed-Origin", "*");
        }
        else if (!world.Gate.IsOpen && random.NextDouble() < failureRate)
        {
            answer.StatusCode = HttpStatusCode.ServiceUnavailable;
        }
        else
        {
            ledger.Pushed(request.Headers.GetValues("webhook-id").Single().Split('_')[1], JsonElement.Parse(body).GetProperty("data").GetRawText());
        }

        return answer;
    }
}
