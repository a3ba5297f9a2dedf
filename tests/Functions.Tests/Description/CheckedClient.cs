using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.Description;

/// <summary>Sends requests and holds every answer to what the API description says; remembers what was seen.</summary>
internal sealed class CheckedClient(ApiClient client) : IDisposable
{
    /// <summary>Operations that answered with success, and types of the problems that came.</summary>
    public ConcurrentDictionary<string, bool> Seen { get; init; } = new(StringComparer.Ordinal);

    public Task<JsonElement> SendAsync(string method, string path, int status, string? json = null) =>
        SendAsync(method, path, status, json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"));

    /// <summary>A question that is answered without a problem is asked by HEAD too.</summary>
    public async Task<JsonElement> SendAsync(string method, string path, int status, HttpContent? content, params (string Name, string Value)[] headers)
    {
        var answer = await SendOnceAsync(method, path, status, content, headers);
        if (method == "GET" && status < 400)
        {
            await SendOnceAsync("HEAD", path, status, content, headers);
        }

        return answer;
    }

    private async Task<JsonElement> SendOnceAsync(string method, string path, int status, HttpContent? content, (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await client.SendAsync(request);
        var operation = DescribedApi.Find(method, path);
        Assert.True(status == (int)response.Status, $"{method} {path} was answered with {(int)response.Status}: {Encoding.UTF8.GetString(response.Body)}");
        Assert.Null(DescribedApi.Refuse(operation, status, response.ContentType, response.Body));
        Seen[status < 400 ? operation.Id : response.Body.Length == 0 ? "" : response.Text("type")] = true;
        return response.ContentType?.EndsWith("json", StringComparison.Ordinal) == true && response.Body.Length > 0 ? response.Json.Clone() : default;
    }

    public void Dispose() => client.Dispose();
}
