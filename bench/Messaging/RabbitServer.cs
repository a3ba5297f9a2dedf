using System.Globalization;
using Serverless.Bench.Harness;

namespace Serverless.Bench.Messaging;

/// <summary>A RabbitMQ node of its own with its own port mapper: both listen on loopback only and keep everything in one folder.</summary>
public sealed class RabbitServer : IAsyncDisposable
{
    private const string Program = "/usr/lib/rabbitmq/bin/rabbitmq-server";
    private const string Loopback = "127.0.0.1";

    private readonly ServerProcess portMapper;

    private RabbitServer(ServerProcess portMapper, ServerProcess node) => (this.portMapper, Node) = (portMapper, node);

    public ServerProcess Node { get; }

    public int Port => Node.Port;

    public static async Task<RabbitServer> StartAsync(Workspace workspace)
    {
        var (mapperPort, port) = (Workspace.FreePort(), Workspace.FreePort());
        var mapper = await ServerProcess.StartAsync(mapperPort, "epmd", "-port", Text(mapperPort), "-address", Loopback);
        try
        {
            return new RabbitServer(mapper, await ServerProcess.StartAsync(port, Program, Environment(workspace.NewFolder("rabbitmq"), mapperPort, port)));
        }
        catch
        {
            await mapper.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        await portMapper.DisposeAsync();
    }

    private static Dictionary<string, string> Environment(string folder, int mapperPort, int port) => new()
    {
        ["HOME"] = folder,
        ["ERL_EPMD_ADDRESS"] = Loopback,
        ["ERL_EPMD_PORT"] = Text(mapperPort),
        ["RABBITMQ_NODENAME"] = $"bench-{Text(port)}@localhost",
        ["RABBITMQ_NODE_IP_ADDRESS"] = Loopback,
        ["RABBITMQ_NODE_PORT"] = Text(port),
        ["RABBITMQ_DIST_PORT"] = Text(Workspace.FreePort()),
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}",
        ["RABBITMQ_MNESIA_BASE"] = Path.Combine(folder, "data"),
        ["RABBITMQ_LOG_BASE"] = Path.Combine(folder, "log"),
        ["RABBITMQ_SCHEMA_DIR"] = Path.Combine(folder, "schema"),
        ["RABBITMQ_GENERATED_CONFIG_DIR"] = Path.Combine(folder, "config"),
        ["RABBITMQ_CONF_ENV_FILE"] = Path.Combine(folder, "none"),
        ["RABBITMQ_CONFIG_FILE"] = Path.Combine(folder, "none"),
        ["RABBITMQ_ADVANCED_CONFIG_FILE"] = Path.Combine(folder, "none"),
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(folder, "enabled-plugins"),
        ["RABBITMQ_PID_FILE"] = Path.Combine(folder, "pid"),
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
