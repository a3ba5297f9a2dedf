using System.Net.Http.Headers;
using System.Text;

namespace Serverless.Torture.Workloads;

/// <summary>A client that takes every answer and every lack of one as a fact.</summary>
internal sealed class Client : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient http;

    public Client(Uri address, string key)
    {
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { BaseAddress = address, Timeout = Patience };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>Status, body and the redirect's target; a status of null when no answer came.</summary>
    public async Task<(int? Status, string Body, string? Location)> SendAsync(HttpMethod method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json") };
        try
        {
            using var response = await http.SendAsync(request);
            var location = response.Headers.NonValidated.TryGetValues("Location", out var values) ? values.ToString() : null;
            return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(), location);
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or IOException)
        {
            return (null, "", null);
        }
    }

    public void Dispose() => http.Dispose();
}
