using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Polly.Timeout;

namespace Serverless.Client;

/// <summary>Sends requests as JSON and reads answers, or throws what the service says of its failure.</summary>
internal sealed class ApiConnection(HttpClient http, TimeProvider time)
{
    public static readonly HttpRequestOptionsKey<RetryMode> RetryModeKey = new("Serverless.RetryMode");

    private const int PageSize = 1_000;

    public async Task<T> SendAsync<T>(HttpMethod method, string path, HttpContent? body, RetryMode retryMode, JsonTypeInfo<T> answer, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(method, path, body, retryMode, cancellationToken);
        await ThrowIfFailedAsync(response, cancellationToken);
        return await ReadAsync(response, answer, cancellationToken);
    }

    public async Task SendAsync(HttpMethod method, string path, RetryMode retryMode, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(method, path, null, retryMode, cancellationToken);
        await ThrowIfFailedAsync(response, cancellationToken);
    }

    /// <summary>Writes something, and reads it as it is then.</summary>
    /// <param name="tag">Gives what was read its tag.</param>
    /// <param name="condition">Null for none. A conditional write is not repeated where it may have been done: it would fail by its own doing.</param>
    public async Task<T> WriteAsync<T>(
        HttpMethod method, string path, HttpContent? body, RetryMode retryMode, JsonTypeInfo<T> answer, Func<T, string?, T> tag, WriteCondition? condition, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(method, path, body, ModeOf(condition, retryMode), condition, cancellationToken);
        await ThrowIfFailedAsync(response, cancellationToken);
        return tag(await ReadAsync(response, answer, cancellationToken), response.Headers.ETag?.ToString());
    }

    /// <returns>Null for a 404.</returns>
    public Task<T?> FindAsync<T>(string path, JsonTypeInfo<T> answer, CancellationToken cancellationToken)
        where T : class => FindAsync(path, answer, (found, _) => found, cancellationToken);

    /// <inheritdoc cref="FindAsync{T}(string, JsonTypeInfo{T}, CancellationToken)"/>
    /// <param name="tag">Gives what was read its tag.</param>
    public async Task<T?> FindAsync<T>(string path, JsonTypeInfo<T> answer, Func<T, string?, T> tag, CancellationToken cancellationToken)
        where T : class
    {
        using var response = await SendAsync(HttpMethod.Get, path, null, RetryMode.Always, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        await ThrowIfFailedAsync(response, cancellationToken);
        return tag(await ReadAsync(response, answer, cancellationToken), response.Headers.ETag?.ToString());
    }

    /// <summary>A text that is no JSON; null for a 404.</summary>
    public async Task<string?> FindTextAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, path, null, RetryMode.Always, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        await ThrowIfFailedAsync(response, cancellationToken);
        return await response.Content.ReadAsStringAsync(cancellationToken);
    }

    /// <returns>Whether there was something to delete.</returns>
    public Task<bool> DeleteAsync(string path, CancellationToken cancellationToken) => DeleteAsync(path, null, cancellationToken);

    /// <inheritdoc cref="DeleteAsync(string, CancellationToken)"/>
    public async Task<bool> DeleteAsync(string path, WriteCondition? condition, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Delete, path, null, ModeOf(condition, RetryMode.Always), condition, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }

        await ThrowIfFailedAsync(response, cancellationToken);
        return true;
    }

    /// <summary>All items of a list, page after page as they are asked for.</summary>
    public IAsyncEnumerable<T> ListAsync<T>(string path, JsonTypeInfo<Page<T>> answer, CancellationToken cancellationToken) => ListAsync(path, answer, null, cancellationToken);

    /// <inheritdoc cref="ListAsync{T}(string, JsonTypeInfo{Page{T}}, CancellationToken)"/>
    /// <param name="told">Is given the hint of the first page, where it has one.</param>
    public async IAsyncEnumerable<T> ListAsync<T>(string path, JsonTypeInfo<Page<T>> answer, Action<string>? told, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? continuation = null;
        do
        {
            var page = await PageAsync(path, answer, continuation, PageSize, cancellationToken);
            if (continuation is null && page.Hint is { } hint)
            {
                told?.Invoke(hint);
            }

            foreach (var item in page.Items)
            {
                yield return item;
            }

            continuation = page.Continuation;
        }
        while (continuation is not null);
    }

    public Task<Page<T>> PageAsync<T>(string path, JsonTypeInfo<Page<T>> answer, string? continuation, int limit, CancellationToken cancellationToken)
    {
        var after = continuation is null ? "" : $"&continuation={Uri.EscapeDataString(continuation)}";
        var query = string.Create(CultureInfo.InvariantCulture, $"{path}{(path.Contains('?') ? '&' : '?')}limit={limit}{after}");
        return SendAsync(HttpMethod.Get, query, null, RetryMode.Always, answer, cancellationToken);
    }

    /// <summary>The answer, whatever its status is.</summary>
    /// <exception cref="ServerlessException">There was none.</exception>
    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? body, RetryMode retryMode, CancellationToken cancellationToken) =>
        SendAsync(method, path, body, retryMode, null, cancellationToken);

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? body, RetryMode retryMode, WriteCondition? condition, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        if (condition is not null && !request.Headers.TryAddWithoutValidation(condition.Header, condition.Value))
        {
            throw new ArgumentException("It is no tag.", nameof(condition));
        }

        request.Options.Set(RetryModeKey, retryMode);
        try
        {
            return await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
        }
        catch (Exception exception) when (IsNoAnswer(exception, cancellationToken))
        {
            throw new ServerlessException($"{http.BaseAddress} gave no answer: {exception.Message}", exception);
        }
    }

    public async Task ThrowIfFailedAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw new ServerlessException(response.StatusCode, await ProblemReading.ReadAsync(response, cancellationToken), ProblemReading.RetryAfter(response, time.GetUtcNow()), response.Headers.ETag?.ToString());
        }
    }

    public static HttpContent Json<T>(T value, JsonTypeInfo<T> type)
    {
        // As bytes, which can be sent again.
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(value, type));
        content.Headers.ContentType = new("application/json");
        return content;
    }

    public async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await JsonSerializer.DeserializeAsync(body, type, cancellationToken) ?? throw new JsonException("The answer is null.");
        }
        catch (JsonException exception)
        {
            throw new ServerlessException($"{http.BaseAddress} did not answer as this service does: {exception.Message}", exception);
        }
    }

    private static RetryMode ModeOf(WriteCondition? condition, RetryMode retryMode) => condition is null ? retryMode : RetryMode.IfRefused;

    private static bool IsNoAnswer(Exception exception, CancellationToken cancellationToken) =>
        exception is HttpRequestException or SocketException or TimeoutRejectedException or IOException
        || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);
}

/// <summary>When a request may be sent again without doing something twice.</summary>
internal enum RetryMode
{
    /// <summary>Only where it was never sent: no connection came about.</summary>
    IfUnsent,

    /// <summary>Also where it was turned away before anything was done: 429.</summary>
    IfRefused,

    /// <summary>After every passing failure: doing it twice is doing it once.</summary>
    Always,
}
