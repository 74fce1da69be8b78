using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Traceboard.History.Model;

/// <summary>
/// Plain indexes only: covering ones were measured to cost twice the disk for nothing. The identity index also serves
/// the history of one container.
/// </summary>
internal sealed class DeploymentConfiguration : IEntityTypeConfiguration<DeploymentRow>
{
    public void Configure(EntityTypeBuilder<DeploymentRow> builder)
    {
        builder.ToTable("Deployments");
        builder.Property(deployment => deployment.Change).HasConversion<string>().HasMaxLength(16);
        builder.Property(deployment => deployment.Origin).HasConversion<string>().HasMaxLength(16);
        builder.Property(deployment => deployment.Rollout).HasConversion<string>().HasMaxLength(16);
        builder.HasOne(deployment => deployment.Workload).WithMany().HasForeignKey(deployment => deployment.WorkloadId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(deployment => deployment.Build).WithMany().HasForeignKey(deployment => deployment.BuildId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(deployment => new { deployment.WorkloadId, deployment.Container, deployment.StartedAt, deployment.BuildId, deployment.Template })
            .IsUnique();
        builder.HasIndex(deployment => new { deployment.WorkloadId, deployment.StartedAt, deployment.Id });
        builder.HasIndex(deployment => new { deployment.StartedAt, deployment.Id });
        builder.HasIndex(deployment => new { deployment.BuildId, deployment.WorkloadId });
        builder.HasIndex(deployment => deployment.WorkloadId).HasFilter("\"EndedAt\" IS NULL").HasDatabaseName("IX_Deployments_Open");
    }
}
