using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Traceboard.History;

/// <summary>The database. Its two providers are in the migrations project; nobody outside History and Answers sees it.</summary>
/// <param name="options">Options of the provider.</param>
public abstract class TraceboardContext(DbContextOptions options) : DbContext(options)
{
    /// <summary>Clusters.</summary>
    public DbSet<ClusterRow> Clusters => Set<ClusterRow>();

    /// <summary>Resume points.</summary>
    public DbSet<ResumePointRow> ResumePoints => Set<ResumePointRow>();

    /// <summary>Observation gaps.</summary>
    public DbSet<GapRow> Gaps => Set<GapRow>();

    /// <summary>Workloads.</summary>
    public DbSet<WorkloadRow> Workloads => Set<WorkloadRow>();

    /// <summary>Builds.</summary>
    public DbSet<BuildRow> Builds => Set<BuildRow>();

    /// <summary>What runs now.</summary>
    public DbSet<RunningRow> Running => Set<RunningRow>();

    /// <summary>Deployments.</summary>
    public DbSet<DeploymentRow> Deployments => Set<DeploymentRow>();

    /// <summary>Questions to Git hosts, and their queue.</summary>
    public DbSet<QuestionRow> Questions => Set<QuestionRow>();

    /// <summary>Traceable shares, day by day.</summary>
    public DbSet<ShareRow> Shares => Set<ShareRow>();

    /// <summary>Repositories by number.</summary>
    public DbSet<RepositoryRow> Repositories => Set<RepositoryRow>();

    /// <summary>Commits.</summary>
    public DbSet<CommitRow> Commits => Set<CommitRow>();

    /// <summary>What images claim of where they came from.</summary>
    public DbSet<ClaimRow> Claims => Set<ClaimRow>();

    /// <summary>What registries said of builds, and the queue of what is to be read there.</summary>
    public DbSet<BuildEvidenceRow> BuildEvidence => Set<BuildEvidenceRow>();

    /// <summary>
    /// Adds a row, or updates the columns in which it differs from what is stored: to name another column would rewrite
    /// every index it stands in. Returns what the context tracks.
    /// </summary>
    internal EntityEntry<TRow> Put<TRow>(TRow row, TRow? stored)
        where TRow : class
    {
        var entry = Entry(stored ?? row);
        entry.State = stored is null ? EntityState.Added : EntityState.Unchanged;
        entry.CurrentValues.SetValues(row);
        return entry;
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(TraceboardContext).Assembly);
}
