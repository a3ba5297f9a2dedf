namespace Serverless.LocalHost.Hosting;

/// <summary>Asks a LocalHost that runs whether it lives, for a container that has no shell and no curl to ask with.</summary>
internal static class HealthQuestion
{
    public const string Option = "--health";

    private const string LivePath = "/api/health/live";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="arguments">What follows the option: where it listens, such as <c>http://localhost:8080</c>, with another path if another one is meant.</param>
    /// <returns>The exit code: 0 when it answered 200, else 1, and a line of <paramref name="output"/> says what happened.</returns>
    public static async Task<int> AskAsync(IReadOnlyList<string> arguments, TextWriter output)
    {
        if (arguments is not [var text] || !Uri.TryCreate(text, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
        {
            await output.WriteLineAsync($"{Option} needs one address, such as http://localhost:{LocalHostSettings.DefaultPort}.");
            return 1;
        }

        var (status, said) = await AskAsync(address.AbsolutePath == "/" ? new Uri(address, LivePath) : address);
        await output.WriteLineAsync(said);
        return status == StatusCodes.Status200OK ? 0 : 1;
    }

    // Straight to it: a proxy that the environment names is meant for others.
    private static async Task<(int? Status, string Said)> AskAsync(Uri address)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = Patience };
        try
        {
            using var response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead);
            return ((int)response.StatusCode, $"{address} answers {(int)response.StatusCode}.");
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return (null, $"{address} does not answer: {exception.Message}");
        }
    }
}
