namespace Serverless.LocalHost.Hosting;

/// <summary>What <c>--help</c> prints.</summary>
public static class Help
{
    public const string Text =
        """
        Runs the Serverless function app on this machine, with storage of its own.

        dotnet run --project src/LocalHost -- [options]

          --port N          where to listen on this machine (default 7071; 0: any free port)
          --urls ADDRESSES  where to listen instead, divided by ';', e.g. http://0.0.0.0:8080
          --data FOLDER     where everything is kept (default ./data)
          --instances N     how many isolated instances share the store; the i-th (from 0)
                            listens on port + i (default 1)
          --storage S       keep links, keys and queued work in an Azure Storage account instead:
                            a connection string, or the account's name
          --cosmos C        with --storage: keep the message queue in an Azure Cosmos DB account,
                            the connection string; or --Cosmos:Endpoint for this app's identity.
                            Without it, --Messaging:SingleInstance true says that no other process
                            uses the account
          --health ADDRESS  only ask whether one that runs there lives: exit code 0 or 1
          --Section:Name V  any other setting, e.g. --Links:BaseUrl https://sho.rt

        Settings also come from appsettings.json in the current folder and from the
        environment (Links__BaseUrl, Access__AdminKey); the command line wins.
        """;
}
