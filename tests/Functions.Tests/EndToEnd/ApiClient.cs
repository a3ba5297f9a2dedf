using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Serverless.Functions.Tests.EndToEnd;

/// <summary>Speaks HTTP to the application as a user's program would, and follows no redirect.</summary>
public sealed class ApiClient : IDisposable
{
    /// <summary>What people use; who names no browser counts as a robot where clicks are counted.</summary>
    public const string Browser = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0";

    private readonly HttpClient http;

    public ApiClient(Uri address, string? key)
    {
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { BaseAddress = address };
        http.DefaultRequestHeaders.UserAgent.ParseAdd(Browser);
        if (key is not null)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
    }

    public Task<ApiResponse> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<ApiResponse> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    public Task<ApiResponse> PostAsync(string path, object body) => SendAsync(HttpMethod.Post, path, JsonSerializer.Serialize(body));

    public Task<ApiResponse> PostTextAsync(string path, string body) => SendAsync(HttpMethod.Post, path, body);

    public Task<ApiResponse> PutAsync(string path, object body) => SendAsync(HttpMethod.Put, path, JsonSerializer.Serialize(body));

    public Task<ApiResponse> PatchAsync(string path, object body) => SendAsync(HttpMethod.Patch, path, JsonSerializer.Serialize(body));

    public Task<ApiResponse> SendAsync(HttpMethod method, string path, string? json = null) =>
        SendAsync(new HttpRequestMessage(method, path)
        {
            Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"),
        });

    public async Task<ApiResponse> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
            return new ApiResponse(response, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }
    }

    public void Dispose() => http.Dispose();
}
