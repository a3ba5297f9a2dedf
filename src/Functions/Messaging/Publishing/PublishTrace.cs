using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Serverless.Core.Messaging;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Messaging.Publishing;

/// <summary>The trace that publishing belongs to (W3C Trace Context): the publisher's, continued by a span of our own if anybody listens.</summary>
public sealed class PublishTrace : IDisposable
{
    public const string SourceName = "Serverless.Messaging";

    private const int MaxStateLength = 512;

    private static readonly ActivitySource Source = new(SourceName);

    private readonly Activity? activity;
    private readonly string? parent;
    private readonly string? state;

    private PublishTrace(Activity? activity, string? parent, string? state)
    {
        this.activity = activity;
        this.parent = activity?.Id ?? parent;
        this.state = activity is null ? state : activity.TraceStateString;
    }

    /// <summary>Begins with the headers of a request as its sender wrote them; those that are malformed are as good as missing.</summary>
    public static PublishTrace Start(HttpRequest request, string topic)
    {
        var parent = ForwardingHeaders.Get(request.HttpContext, ForwardingHeaders.TraceParent).ToString();
        var state = ForwardingHeaders.Get(request.HttpContext, ForwardingHeaders.TraceState).ToString();
        state = state.Length is > 0 and <= MaxStateLength ? state : null;
        var isValid = ActivityContext.TryParse(parent, state, isRemote: true, out var context);
        var activity = Source.StartActivity($"publish {topic}", ActivityKind.Producer, context);
        activity?.SetTag("messaging.system", "serverless").SetTag("messaging.operation.name", "publish").SetTag("messaging.destination.name", topic);
        return new PublishTrace(activity, isValid ? parent : null, isValid ? state : null);
    }

    /// <summary>Gives messages this trace, unless they bring their own.</summary>
    public void Mark(NewMessage[] messages)
    {
        for (var i = 0; parent is not null && i < messages.Length; i++)
        {
            var content = messages[i].Content;
            messages[i] = content.TraceParent is null ? messages[i] with { Content = content with { TraceParent = parent, TraceState = state } } : messages[i];
        }
    }

    public void Dispose() => activity?.Dispose();
}
