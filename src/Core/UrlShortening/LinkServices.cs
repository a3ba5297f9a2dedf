using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Serverless.Core.UrlShortening;

/// <summary>Registers the URL shortener, but for its stores.</summary>
public static class LinkServices
{
    public static IServiceCollection AddUrlShortening(this IServiceCollection services)
    {
        services.AddOptions<LinksOptions>().BindConfiguration(LinksOptions.Section).ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<LinksOptions>, LinksOptionsValidator>()
            .AddSingleton(provider => InstanceId.New(provider.GetRequiredService<RandomNumberGenerator>()))
            .AddSingleton<KeyGenerator>()
            .AddSingleton<KeyBlockFactory>()
            .AddSingleton<KeyPool>()
            .AddSingleton<KeyPoolRefill>()
            .AddSingleton<LinkRules>()
            .AddSingleton<LinkCreator>()
            .AddSingleton<LinkEditor>()
            .AddSingleton<LinkReader>();
    }
}
