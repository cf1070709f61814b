/**
 * The tested version of n8n's engine, with today's way to start a workflow: up to 2.0 its `run` takes positional
 * arguments.
 */
const core = require(`${process.env.N8N_CORE_DIR}/node_modules/n8n-core`);

class WorkflowExecute extends core.WorkflowExecute {
	run({ workflow, startNode, destinationNode, pinData, triggerToStartFrom }) {
		return super.run(workflow, startNode, destinationNode, pinData, triggerToStartFrom);
	}
}

module.exports = core.WorkflowExecute.prototype.run.length === 1 ? core : { ...core, WorkflowExecute };
