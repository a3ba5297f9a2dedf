using System.Net;

namespace Serverless.Bench.ColdStart;

/// <summary>What a process is asked that has just been started, and what is a correct answer.</summary>
/// <param name="Method">Of the request.</param>
/// <param name="Path">Of the request.</param>
/// <param name="Body">JSON; null for none.</param>
/// <param name="IsCorrect">Of an answer with its body.</param>
internal sealed record Question(HttpMethod Method, string Path, string? Body, Func<HttpResponseMessage, string, bool> IsCorrect)
{
    public static Question Get(string path, HttpStatusCode status) => new(HttpMethod.Get, path, null, (answer, _) => answer.StatusCode == status);

    public static Question Redirect(string path, string target) => new(
        HttpMethod.Get, path, null, (answer, _) => answer.StatusCode == HttpStatusCode.MovedPermanently && answer.Headers.Location?.OriginalString == target);

    /// <param name="part">What the body of a correct answer holds.</param>
    public static Question Post(string path, string body, string part) => new(
        HttpMethod.Post, path, body, (answer, text) => answer.StatusCode == HttpStatusCode.OK && text.Contains(part, StringComparison.Ordinal));
}
