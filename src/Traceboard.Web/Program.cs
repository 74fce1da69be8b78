Console.WriteLine("Traceboard");
