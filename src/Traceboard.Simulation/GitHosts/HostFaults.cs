namespace Traceboard.Simulation.GitHosts;

/// <summary>What a simulated Git host can do wrong.</summary>
internal enum HostFault
{
    /// <summary>429 with Retry-After (and a body in the host's own words).</summary>
    TooManyRequests,

    /// <summary>GitHub's secondary limit: 403 with a sentence and perhaps Retry-After.</summary>
    SecondaryLimit,

    /// <summary>403 with nothing left in the rate-limit headers.</summary>
    PrimaryLimit,

    /// <summary>401.</summary>
    Unauthorized,

    /// <summary>500 with a JSON body.</summary>
    ServerError,

    /// <summary>502 with an HTML page, as a load balancer gives.</summary>
    BadGateway,

    /// <summary>200 with bytes that are no JSON.</summary>
    Garbage,

    /// <summary>The connection is cut.</summary>
    Reset,

    /// <summary>The answer comes late.</summary>
    Slow,
}

/// <summary>Scripted faults of a simulated Git host.</summary>
internal sealed class HostFaults
{
    private readonly Lock _gate = new();
    private readonly List<Script> _scripts = [];

    /// <summary>The next answers fail.</summary>
    /// <param name="fault">How.</param>
    /// <param name="times">How many.</param>
    /// <param name="retryAfterSeconds">Retry-After where the fault has one; null sends none.</param>
    /// <param name="pathPart">Only paths with this part; null: all.</param>
    /// <param name="delay">How late <see cref="HostFault.Slow"/> is.</param>
    public void Fail(HostFault fault, int times = int.MaxValue, int? retryAfterSeconds = null, string? pathPart = null, TimeSpan delay = default)
    {
        lock (_gate)
            _scripts.Add(new Script(fault, retryAfterSeconds, pathPart, delay) { Left = times });
    }

    /// <summary>Ends all faults.</summary>
    public void Heal()
    {
        lock (_gate)
            _scripts.Clear();
    }

    internal Script? Take(string path)
    {
        lock (_gate)
        {
            var script = _scripts.Find(one => one.Left > 0 && path.Contains(one.PathPart ?? "", StringComparison.Ordinal));
            if (script is { Left: < int.MaxValue })
                script.Left--;
            return script;
        }
    }

    internal sealed record Script(HostFault Fault, int? RetryAfterSeconds, string? PathPart, TimeSpan Delay)
    {
        public int Left { get; set; }
    }
}
