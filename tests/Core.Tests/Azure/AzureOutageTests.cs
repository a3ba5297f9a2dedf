using System.Net.Sockets;
using Azure;
using Serverless.Core.Azure;
using Serverless.Core.Storage;

namespace Serverless.Core.Tests.Azure;

/// <summary>What counts as an outage of a Storage account.</summary>
public sealed class AzureOutageTests
{
    public static TheoryData<Exception> Outages =>
    [
        new SocketException((int)SocketError.NotConnected), new HttpRequestException(), new IOException(), new TimeoutException(), new OperationCanceledException(),
        new RequestFailedException(503, ""), new AggregateException(new RequestFailedException(0, ""), new SocketException((int)SocketError.ConnectionReset)),
    ];

    [Theory]
    [MemberData(nameof(Outages), DisableDiscoveryEnumeration = true)]
    public async Task What_is_no_answer_is_an_outage(Exception exception) => await Assert.ThrowsAsync<StoreUnavailableException>(
        () => AzureOutage.GuardAsync(_ => Task.FromException<int>(exception), CancellationToken.None));

    [Theory]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(412)]
    public async Task An_answer_is_none(int status) => await Assert.ThrowsAsync<RequestFailedException>(
        () => AzureOutage.GuardAsync(_ => Task.FromException<int>(new RequestFailedException(status, "")), CancellationToken.None));
}
