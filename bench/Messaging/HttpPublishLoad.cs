using System.Globalization;
using System.Text;
using Serverless.Bench.Harness;

namespace Serverless.Bench.Messaging;

/// <summary>Publishers over HTTP by <c>wrk</c> and <c>h2load</c>, which take less of the processors than any client written in .NET.</summary>
internal static class HttpPublishLoad
{
    public const string OursByWrk = "Serverless, wrk";

    private const string Script = "Messaging/publish.lua";
    private const string Path = $"/api/topics/{BenchMessages.Topic}/publish";
    private const int LoadProcesses = 16;

    /// <param name="name">What the row in the tables is called.</param>
    /// <param name="server">Takes publishes as LocalHost does.</param>
    /// <param name="batch">Messages in a request.</param>
    public static HttpLoad Create(string name, ServerProcess server, int batch)
    {
        var body = Encoding.UTF8.GetString(LocalHostJson.Publish([.. Enumerable.Repeat(BenchMessages.Plain, batch)]).Span);
        return new HttpLoad(
            new WrkLoad(name, server.Address, Script, [Path, LocalHostServer.AdminKey, Text(batch), Text(BenchMessages.Bytes)]),
            new H2Load(name, server.Address, new H2LoadRequests([Path]) { Headers = LocalHostServer.JsonHeaders, Body = _ => body }, LoadProcesses),
            new ContenderProcesses(server),
            each: batch);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
