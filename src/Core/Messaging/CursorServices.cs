using Microsoft.Extensions.DependencyInjection;

namespace Serverless.Core.Messaging;

/// <summary>Registers cursors and what reads by them, but for their store.</summary>
public static class CursorServices
{
    public static IServiceCollection AddCursors(this IServiceCollection services) => services;
}
