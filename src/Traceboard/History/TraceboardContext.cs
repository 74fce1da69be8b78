using Microsoft.EntityFrameworkCore;

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

    /// <summary>Commits.</summary>
    public DbSet<CommitRow> Commits => Set<CommitRow>();

    /// <summary>What images claim of where they came from.</summary>
    public DbSet<ClaimRow> Claims => Set<ClaimRow>();

    /// <summary>What registries said of builds, and the queue of what is to be read there.</summary>
    public DbSet<BuildEvidenceRow> BuildEvidence => Set<BuildEvidenceRow>();

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(TraceboardContext).Assembly);
}
