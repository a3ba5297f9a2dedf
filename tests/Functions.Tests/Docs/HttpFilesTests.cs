using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Serverless.Functions.Tests.Documents;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.Docs;

/// <summary>Every request of the <c>.http</c> files works, sent one after another.</summary>
public sealed partial class HttpFilesTests(RunningApp app) : IClassFixture<RunningApp>
{
    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Repository.PathTo("docs/http"), "*.http").Select(file => $"docs/http/{Path.GetFileName(file)}").Order()];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Every_request_succeeds(string path)
    {
        using var client = app.Anonymous();
        var file = HttpFile.Read(path);
        file.Set("url", app.Address.GetLeftPart(UriPartial.Authority));
        file.Set("key", app.AdminKey);
        var answers = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        Assert.True(file.Requests.Count > 5, $"{path} has {file.Requests.Count} requests.");
        foreach (var request in file.Requests)
        {
            string Expand(string text) => file.Expand(text, variable => Find(variable, answers));
            using var message = new HttpRequestMessage(new HttpMethod(request.Method), Expand(request.Url));
            if (request.Body.Length > 0)
            {
                message.Content = new StringContent(Expand(request.Body), Encoding.UTF8, request.Headers["Content-Type"]);
            }

            foreach (var (name, value) in request.Headers.Where(header => header.Key != "Content-Type"))
            {
                message.Headers.TryAddWithoutValidation(name, Expand(value));
            }

            using var answer = await client.SendAsync(message);
            Assert.True((int)answer.Status < 400, $"{path}, '{request.Title}': {(int)answer.Status} {Encoding.UTF8.GetString(answer.Body)}");
            if (request.Name is not null)
            {
                answers[request.Name] = answer.Json.Clone();
            }
        }
    }

    /// <summary>A variable such as <c>pulled.response.body.$.messages[0].ackId</c>.</summary>
    private static string Find(string variable, Dictionary<string, JsonElement> answers)
    {
        var parts = variable.Split(".response.body.$.");
        var value = answers[parts[0]];
        foreach (Match step in Step().Matches(parts[1]))
        {
            value = step.Groups["index"].Success
                ? value[int.Parse(step.Groups["index"].Value, System.Globalization.CultureInfo.InvariantCulture)]
                : value.GetProperty(step.Groups["name"].Value);
        }

        return value.GetString()!;
    }

    [GeneratedRegex(@"\[(?<index>\d+)\]|(?<name>\w+)")]
    private static partial Regex Step();
}
