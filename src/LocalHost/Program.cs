Console.WriteLine("Serverless");
